#!/bin/sh
# Compute every reference again: each *.R here writes the *.json of its name.
# Needs R with the packages that README.md names.
set -eu
cd "$(dirname "$0")"
for script in ${1:-*.R}; do
    echo "$script"
    Rscript --vanilla "$script"
done
