# Reference values for changes, trends, gaps and several tests at once.
# Rscript change.R [FILE]   writes change.json (inputs, outputs and versions)

suppressPackageStartupMessages({
  library(effectsize)
  library(jsonlite)
})

arguments <- commandArgs(trailingOnly = TRUE)
target <- if (length(arguments)) arguments[1] else "change.json"
set.seed(20240602)

# --- two means: t.test ----------------------------------------------------------------------

scores <- function(n, mean, sd) pmin(pmax(round(rnorm(n, mean, sd), 1), 0), 100)

welch <- function(before, now) {
  found <- t.test(now, before)
  list(
    before = before, now = now, t = unname(found$statistic), df = unname(found$parameter),
    p = found$p.value, low = found$conf.int[1], high = found$conf.int[2], error = found$stderr
  )
}

means <- list(
  sleep = welch(sleep$extra[sleep$group == 1], sleep$extra[sleep$group == 2]),
  uneven = welch(scores(14, 55, 30), scores(61, 68, 12)),
  alike = welch(scores(40, 60, 22), scores(44, 60, 22)),
  smallest = welch(c(10, 20), c(70, 75))
)

# --- "no change": two one-sided t tests ------------------------------------------------------

equivalent <- function(before, now, margin) {
  low <- t.test(now, before, mu = -margin, alternative = "greater")
  high <- t.test(now, before, mu = margin, alternative = "less")
  ninety <- t.test(now, before, conf.level = 0.90)$conf.int
  list(
    before = before, now = now, margin = margin, p = max(low$p.value, high$p.value),
    low = ninety[1], high = ninety[2]
  )
}

equivalences <- list(
  shown = equivalent(scores(300, 60, 18), scores(310, 60.5, 18), 5),
  not_shown = equivalent(means$alike$before, means$alike$now, 5)
)

# --- two shares: prop.test without correction is the pooled z squared -------------------------

share <- function(x1, n1, x2, n2) {
  found <- suppressWarnings(prop.test(c(x1, x2), c(n1, n2), correct = FALSE))
  list(x1 = x1, n1 = n1, x2 = x2, n2 = n2, z2 = unname(found$statistic), p = found$p.value)
}

shares <- list(share(48, 80, 56, 70), share(30, 90, 31, 60), share(60, 61, 80, 90))

# --- ordered answers: wilcox.test ------------------------------------------------------------

ranks <- function(before, now) {
  category <- seq_along(before)
  found <- wilcox.test(rep(category, now), rep(category, before), exact = FALSE, correct = FALSE)
  list(before = before, now = now, w = unname(found$statistic), p = found$p.value)
}

# Cliff's delta from the whole dominance matrix: consistent variance of 1996, asymmetric interval.
dominance <- function(before, now) {
  category <- seq_along(before)
  d <- sign(outer(rep(category, now), rep(category, before), "-"))
  n <- dim(d)
  delta <- mean(d)
  variance <- ((n[2] - 1) * var(rowMeans(d)) + (n[1] - 1) * var(colMeans(d)) +
    sum((d - delta)^2) / ((n[1] - 1) * (n[2] - 1))) / prod(n)
  z <- qnorm(0.975)
  ends <- (delta - delta^3 + c(-1, 1) * z * sqrt(variance) *
    sqrt((1 - delta^2)^2 + z^2 * variance)) / (1 - delta^2 + z^2 * variance)
  list(delta = delta, variance = variance, low = ends[1], high = ends[2])
}

ordered_pairs <- list(
  list(c(4, 3, 2, 1), c(1, 2, 3, 4)),
  list(c(10, 22, 31, 25, 12), c(4, 15, 28, 40, 21)),
  list(c(0, 3, 0, 9, 1), c(2, 2, 2, 2, 0)),
  list(c(1, 1, 1, 2, 1), c(2, 3, 3, 1, 1)),
  list(c(1, 0, 2, 3, 5, 8, 9, 7, 4, 2, 1), c(0, 1, 1, 2, 4, 6, 9, 12, 9, 5, 6))
)
ordered <- lapply(ordered_pairs, function(pair) {
  c(ranks(pair[[1]], pair[[2]]), dominance(pair[[1]], pair[[2]]))
})

# --- trends: prop.trend.test, and a linear contrast of separate means ---------------------------

trend <- function(x, n, times) {
  found <- prop.trend.test(x, n, score = times)
  list(x = x, n = n, times = times, z2 = unname(found$statistic), p = found$p.value)
}

share_trends <- list(
  smokers = trend(c(83, 90, 129, 70), c(86, 93, 136, 82), 1:4),
  alcohol = trend(c(48, 38, 5, 1, 1), c(17114, 14502, 793, 127, 38), c(0, 0.5, 1.5, 4, 7)),
  waves = trend(c(22, 31, 44), c(60, 66, 71), c(0, 182, 365))
)

# No function of R gives a contrast of means with unequal variances: its formula, in R.
contrast <- function(waves, times) {
  step <- times - mean(times)
  m <- sapply(waves, mean)
  v <- sapply(waves, function(one) var(one) / length(one))
  n <- sapply(waves, length)
  slope <- sum(step * m) / sum(step^2)
  error <- sqrt(sum(step^2 * v)) / sum(step^2)
  df <- sum(step^2 * v)^2 / sum((step^2 * v)^2 / (n - 1))
  list(
    waves = waves, times = times, slope = slope, error = error, df = df,
    p = 2 * pt(-abs(slope / error), df)
  )
}

mean_trends <- list(
  rising = contrast(list(scores(30, 50, 20), scores(40, 55, 22), scores(35, 62, 18)), 1:3),
  four = contrast(
    list(scores(25, 60, 20), scores(60, 61, 22), scores(12, 57, 30), scores(44, 60, 15)),
    c(0, 90, 185, 400)
  )
)

# --- several tests at once: p.adjust -----------------------------------------------------------

published <- c(
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
  0.5719, 0.6528, 0.7590, 1.0000
)
several <- lapply(
  list(published, c(0.04, 0.01, 0.03, 0.005), c(0.5, 0.02, 0.02, 0.9, 0.011, 0.6), 0.03),
  function(p) {
    list(
      p = I(p), holm = I(p.adjust(p, "holm")), bh = I(p.adjust(p, "BH")), by = I(p.adjust(p, "BY"))
    )
  }
)

# --- standardized gaps: effectsize::hedges_g -----------------------------------------------------

standardized <- function(first, second) {
  found <- suppressWarnings(hedges_g(first, second, pooled_sd = TRUE))
  n <- c(length(first), length(second))
  g <- found$Hedges_g
  list(
    first = first, second = second, g = g, low = found$CI_low, high = found$CI_high,
    error = sqrt(sum(n) / prod(n) + g^2 / (2 * sum(n)))
  )
}

gaps <- list(
  cars = standardized(mtcars$mpg[mtcars$am == 0], mtcars$mpg[mtcars$am == 1]),
  scores = standardized(scores(33, 66, 20), scores(48, 55, 24)),
  tiny = standardized(c(1, 2, 4), c(3, 6))
)

write_json(
  list(
    versions = list(
      R = R.version.string, stats = as.character(packageVersion("stats")),
      effectsize = as.character(packageVersion("effectsize"))
    ),
    means = means, equivalences = equivalences, shares = shares, ordered = ordered,
    share_trends = share_trends, mean_trends = mean_trends, several = several, gaps = gaps
  ),
  target, digits = I(15), auto_unbox = TRUE, pretty = 1
)
