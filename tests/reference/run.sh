#!/bin/sh
# Compute every reference again: each *.R here writes the *.json of its name.
# Needs R; on Debian: apt-get install --no-install-recommends r-base-core r-cran-survey \
#   r-cran-psych r-cran-lavaan r-cran-mass r-cran-jsonlite
set -eu
cd "$(dirname "$0")"
for script in ${1:-*.R}; do
    echo "$script"
    Rscript --vanilla "$script"
done
