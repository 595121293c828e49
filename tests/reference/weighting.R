# Weighted means, shares, post-stratification, raking, bounded calibration, domains, strata.
# The tests read inputs and outputs from weighting.json; see README.md.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

# 30 respondents of 100 adults. Scores run from 0 to 100; favorable is 70 or more.
people <- data.frame(
  score = c(72, 35, 90, 55, 61, 48, 83, 20, 77, 66, 41, 95, 58, 30, 69,
            88, 12, 74, 52, 63, 45, 80, 27, 91, 56, 70, 38, 64, 85, 49),
  tenure = rep(c("full", "lower", "full", "lower", "full", "full"), 5),
  age = rep(c("young", "old", "middle", "old", "middle"), 6),
  building = rep(c("north", "south", "south"), 10),
  stringsAsFactors = FALSE
)
people$favorable <- as.numeric(people$score >= 70)
people$N <- 100
tenure <- c(full = 52, lower = 48)
age <- c(young = 28, middle = 30, old = 42)
building <- c(north = 40, south = 60)
frame_of <- function(counts, name)
  setNames(data.frame(names(counts), as.numeric(counts)), c(name, "Freq"))

mean_of <- function(design, formula = ~score) {
  found <- svymean(formula, design)
  ends <- confint(found, df = degf(design))
  list(mean = unname(coef(found)), variance = unname(vcov(found)[1, 1]), df = degf(design),
       low = unname(ends[1]), high = unname(ends[2]))
}
beta_of <- function(design) {
  found <- svyciprop(~favorable, design, method = "beta")
  list(share = unname(coef(found))[1], low = unname(attr(found, "ci")[1]),
       high = unname(attr(found, "ci")[2]), variance = unname(attr(found, "var"))[1],
       df = degf(design), respondents = nrow(design))
}
by_building <- function(design) {
  found <- svyby(~score, ~building, design, svymean)
  list(building = as.character(found$building), mean = unname(coef(found)),
       variance = unname(SE(found)^2))
}

# 1. A simple random sample, with and without the finite population.
simple <- svydesign(ids = ~1, data = people, fpc = ~N)
suppressWarnings(endless <- svydesign(ids = ~1, data = people, weights = rep(1, 30)))

# 2. Strata drawn on their own, each with its adults.
people$stratum_adults <- tenure[people$tenure]
stratified <- svydesign(ids = ~1, strata = ~tenure, data = people, fpc = ~stratum_adults)

# 3. Post-stratified by tenure, the product's case.
post <- postStratify(simple, ~tenure, frame_of(tenure, "tenure"))

# 4. Raked to tenure, age and building.
raked <- rake(simple, list(~tenure, ~age, ~building),
              list(frame_of(tenure, "tenure"), frame_of(age, "age"),
                   frame_of(building, "building")),
              control = list(maxit = 1000, epsilon = 1e-12))

# 5. Calibrated to the same with the logit distance between 0.33 and 3, between tighter bounds,
# and between bounds that no weights can keep.
totals <- c(`(Intercept)` = 100, tenurelower = 48, ageold = 42, ageyoung = 28,
            buildingsouth = 60)
calibrated_within <- function(bounds)
  calibrate(simple, ~tenure + age + building, totals, calfun = "logit", bounds = bounds,
            epsilon = 1e-12, maxit = 200)
bounded <- calibrated_within(c(0.33, 3))
tight <- calibrated_within(c(0.5, 2))
impossible <- suppressWarnings(tryCatch({
  design <- calibrated_within(c(0.65, 1.65))
  "found"
}, error = function(e) "failed"))
ratios <- function(design) unname(weights(design)) / (100 / 30)

# 6. Unequal weights without raking, as from homes with several adults.
people$several <- rep(c(1, 2, 4), 10)
unequal <- svydesign(ids = ~1, data = people, weights = ~several)

# 7. What raking does not notice: margins of different totals.
careless <- suppressWarnings(tryCatch({
  design <- rake(simple, list(~tenure, ~building),
                 list(frame_of(tenure, "tenure"), frame_of(c(north = 44, south = 66), "building")))
  "accepted"
}, error = function(e) "refused"))

result <- list(
  versions = list(R = R.version.string, survey = as.character(packageVersion("survey"))),
  people = people[c("score", "tenure", "age", "building", "favorable", "several")],
  frame = list(tenure = as.list(tenure), age = as.list(age), building = as.list(building)),
  simple = mean_of(simple),
  endless = mean_of(endless),
  stratified = mean_of(stratified),
  stratified_domain = by_building(stratified),
  post = c(mean_of(post), list(weights = unname(weights(post)))),
  post_share = mean_of(post, ~favorable),
  post_domain = by_building(post),
  raked = c(mean_of(raked), list(weights = unname(weights(raked)))),
  raked_domain = by_building(raked),
  bounded = c(mean_of(bounded), list(ratios = ratios(bounded), bounds = c(0.33, 3))),
  tight = c(mean_of(tight), list(ratios = ratios(tight), bounds = c(0.5, 2))),
  impossible = list(bounds = c(0.65, 1.65), outcome = impossible),
  unequal = mean_of(unequal),
  beta = list(simple = beta_of(simple), stratified = beta_of(stratified), post = beta_of(post),
              unequal = beta_of(unequal)),
  different_totals = careless
)
write_json(result, "weighting.json", digits = I(15), auto_unbox = TRUE, pretty = TRUE)
