# Reference values for scales: reliability, one factor, relative importance, language differences.
# Rscript scales.R [FILE]   writes scales.json (inputs, outputs and versions)

suppressPackageStartupMessages({
  library(jsonlite)
  library(lavaan)
  library(MASS)
  library(psych)
})

arguments <- commandArgs(trailingOnly = TRUE)
target <- if (length(arguments)) arguments[1] else "scales.json"
set.seed(20240601)

# --- reliability: psych::alpha and lavaan::cfa ---------------------------------------------

reliability <- function(data) {
  data <- as.data.frame(data)
  names(data) <- paste0("x", seq_along(data))
  found <- suppressWarnings(psych::alpha(data, check.keys = FALSE, warnings = FALSE))
  interval <- psych::alpha.ci(found$total$raw_alpha, n.obs = nrow(data), n.var = ncol(data))
  list(
    rows = as.matrix(unname(data)),
    alpha = found$total$raw_alpha,
    feldt = c(interval$lower.ci, interval$upper.ci),
    item_rest = found$item.stats$r.drop,
    alpha_without = if (ncol(data) > 2) found$alpha.drop$raw_alpha else NULL
  )
}

one_factor <- function(data) {
  data <- as.data.frame(data)
  k <- ncol(data)
  names(data) <- paste0("x", seq_len(k))
  model <- paste0(
    "f =~ ", paste0("l", 1:k, "*x", 1:k, collapse = " + "), "\n",
    paste0("x", 1:k, " ~~ e", 1:k, "*x", 1:k, collapse = "\n"), "\n",
    "omega := (", paste0("l", 1:k, collapse = " + "), ")^2 / ((",
    paste0("l", 1:k, collapse = " + "), ")^2 + ", paste0("e", 1:k, collapse = " + "), ")"
  )
  fit <- lavaan::cfa(model, data = data, std.lv = TRUE, estimator = "ML")
  found <- parameterEstimates(fit)
  omega <- found[found$op == ":=", ]
  list(
    loadings = found$est[found$op == "=~"],
    uniquenesses = found$est[found$op == "~~" & found$lhs != "f"],
    chi_square = unname(fitMeasures(fit, "chisq")),
    freedom = unname(fitMeasures(fit, "df")),
    omega = c(omega$est, omega$ci.lower, omega$ci.upper)
  )
}

five_points <- function(n, loadings, shift = 0) {
  f <- rnorm(n)
  sapply(loadings, function(l) {
    latent <- l * f + sqrt(1 - l^2) * rnorm(n) + shift
    findInterval(latent, c(-1.3, -0.5, 0.3, 1.2)) + 1
  })
}

likert <- five_points(250, c(0.8, 0.7, 0.6, 0.5))
school <- as.matrix(HolzingerSwineford1939[, paste0("x", 1:9)])
scales <- list(
  attitude = reliability(attitude),
  likert = c(reliability(likert), list(factor = one_factor(likert))),
  school = c(reliability(school), list(factor = one_factor(school))),
  pair = reliability(likert[, 1:2])
)

# --- agreement by property: analysis of variance, and psych::ICC for equal sizes -----------

mean_squares <- function(score, property) {
  table <- summary(aov(score ~ factor(property)))[[1]]
  list(score = score, property = property, between = table[1, 3], within = table[2, 3])
}

property <- rep(letters[1:7], times = c(18, 25, 9, 31, 14, 22, 20))
uneven <- mean_squares(round(60 + 8 * rnorm(7)[match(property, letters)] + 20 * rnorm(139), 2), property)
even <- round(matrix(rep(rnorm(12, 60, 10), 15), 12) + matrix(rnorm(180, 0, 20), 12), 2)
shrout <- suppressWarnings(psych::ICC(even, lmer = FALSE))$results
agreement <- list(
  uneven = uneven,
  even = list(
    groups = even,
    icc1 = unlist(shrout[1, c("ICC", "lower bound", "upper bound")], use.names = FALSE),
    icc2 = unlist(shrout[4, c("ICC", "lower bound", "upper bound")], use.names = FALSE)
  )
)

# --- relative importance: mean gain of R2 over all orders, by lm ---------------------------

fit_of <- function(data, chosen) {
  if (!length(chosen)) return(0)
  summary(lm(reformulate(chosen, response = "y"), data))$r.squared
}

orders <- list(c(1, 2, 3), c(1, 3, 2), c(2, 1, 3), c(2, 3, 1), c(3, 1, 2), c(3, 2, 1))
importance_of <- function(data) {
  levels <- setdiff(names(data), "y")
  gains <- sapply(orders, function(order) {
    gain <- numeric(3)
    for (place in 1:3) {
      before <- levels[order[seq_len(place - 1)]]
      gain[order[place]] <- fit_of(data, c(before, levels[order[place]])) - fit_of(data, before)
    }
    gain
  })
  inflations <- sapply(levels, function(level) {
    others <- reformulate(setdiff(levels, level), response = level)
    1 / (1 - summary(lm(others, data))$r.squared)
  })
  list(
    rows = as.matrix(unname(data[, c("y", levels)])),
    r_squared = fit_of(data, levels),
    lmg = rowMeans(gains),
    inflations = unname(inflations)
  )
}

n <- 200
common <- rnorm(n)
levels <- data.frame(
  a = round(0.7 * common + rnorm(n), 3),
  b = round(0.6 * common + rnorm(n), 3),
  c = round(0.3 * common + rnorm(n), 3)
)
levels$y <- round(0.5 * levels$a + 0.3 * levels$b + 0.1 * levels$c + rnorm(n), 3)
swiss_part <- with(swiss, data.frame(y = Fertility, a = Agriculture, b = Education, c = Catholic))
importance <- list(levels = importance_of(levels), swiss = importance_of(swiss_part))

# --- differences between languages: MASS::polr, Mantel, Mantel-Haenszel --------------------

polr_of <- function(answer, predictors) {
  data <- data.frame(answer = factor(answer, ordered = TRUE), predictors)
  fit <- polr(answer ~ ., data = data, Hess = FALSE, control = list(reltol = 1e-14, maxit = 1000))
  list(
    thresholds = unname(fit$zeta),
    slopes = I(unname(fit$coefficients)), # I: a list in the file even where there is one
    log_likelihood = as.numeric(logLik(fit)),
    null_log_likelihood = as.numeric(logLik(polr(answer ~ 1, data = data)))
  )
}

n <- 400
focal <- rep(0:1, times = c(260, 140))
trait <- rnorm(n) - 0.3 * focal
rest <- round(50 + 15 * trait + 8 * rnorm(n), 1)
shifted <- findInterval(trait + 0.9 * focal + rlogis(n, scale = 0.5), c(-1.2, -0.4, 0.4, 1.3)) + 1
centered <- rest - mean(rest)
models <- list(
  one = polr_of(shifted, data.frame(s = rest)),
  two = polr_of(shifted, data.frame(s = rest, g = focal)),
  three = polr_of(shifted, data.frame(s = rest, g = focal, sg = centered * focal))
)

cuts <- unique(quantile(rest, 1:4 / 5))
stratum <- findInterval(rest, cuts, left.open = TRUE)
mantel_of <- function(answer) {
  parts <- sapply(sort(unique(stratum)), function(one) {
    held <- stratum == one
    n <- sum(held)
    ours <- answer[held][focal[held] == 1]
    c(
      sum(ours), length(ours) * mean(answer[held]),
      length(ours) * (n - length(ours)) * var(answer[held]) / n,
      length(ours) / sum(focal) * (mean(ours) - mean(answer[held][focal[held] == 0]))
    )
  })
  list(chi_square = (sum(parts[1, ]) - sum(parts[2, ]))^2 / sum(parts[3, ]), difference = sum(parts[4, ]))
}

yes <- as.integer(shifted >= 4)
by_stratum <- table(factor(focal, 0:1), factor(yes, 1:0), stratum)
haenszel <- mantelhaen.test(by_stratum, correct = FALSE)
berkeley <- mantelhaen.test(UCBAdmissions, correct = FALSE)
functioning <- list(
  answers = shifted, focal = focal, rest = rest, models = models, strata = stratum,
  mantel = mantel_of(shifted),
  yes = list(
    answers = yes,
    odds_ratio = unname(haenszel$estimate), interval = as.numeric(haenszel$conf.int),
    chi_square = unname(haenszel$statistic)
  ),
  berkeley = list(
    # Per department: men admitted, men rejected, women admitted, women rejected.
    tables = t(apply(UCBAdmissions, 3, as.vector)),
    odds_ratio = unname(berkeley$estimate), interval = as.numeric(berkeley$conf.int),
    chi_square = unname(berkeley$statistic)
  )
)
rownames(functioning$berkeley$tables) <- NULL

# A whole scale in two languages; the third item is easier to agree to in the focal one.
whole <- rbind(five_points(300, c(0.8, 0.75, 0.7, 0.7, 0.65)), five_points(180, c(0.8, 0.75, 0.7, 0.7, 0.65)))
language <- rep(0:1, times = c(300, 180))
moved <- whole
moved[language == 1, 3] <- pmin(5, moved[language == 1, 3] + rbinom(180, 1, 0.8))
compare <- function(data, anchors) {
  sapply(1:5, function(item) {
    score <- rowMeans(data[, setdiff(anchors, item), drop = FALSE])
    data_of <- data.frame(s = score, g = language, sg = (score - mean(score)) * language)
    first <- polr_of(data[, item], data_of[, "s", drop = FALSE])
    third <- polr_of(data[, item], data_of)
    gained <- third$log_likelihood - first$log_likelihood
    c(p = pchisq(2 * gained, 2, lower.tail = FALSE), gain = gained / -first$null_log_likelihood)
  })
}
first_round <- compare(moved, 1:5)
second_round <- compare(moved, c(1, 2, 4, 5))
functioning$scale <- list(
  rows = moved, focal = language,
  first = list(p = first_round["p", ], gain = first_round["gain", ], holm = p.adjust(first_round["p", ], "holm")),
  second = list(p = second_round["p", ], gain = second_round["gain", ], holm = p.adjust(second_round["p", ], "holm"))
)

packages <- c("psych", "lavaan", "MASS", "jsonlite")
versions <- c(
  list(R = paste(R.version$major, R.version$minor, sep = ".")),
  setNames(lapply(packages, function(name) as.character(packageVersion(name))), packages)
)
write(
  toJSON(
    list(
      versions = versions, scales = scales, agreement = agreement,
      importance = importance, functioning = functioning
    ),
    auto_unbox = TRUE, digits = 12, matrix = "rowmajor", null = "null"
  ),
  target
)
