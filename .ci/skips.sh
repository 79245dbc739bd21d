#!/bin/sh
# Lists skipped tests with their reasons. Fails when a component that CI installs was skipped:
# a green run that did not touch it would say nothing.
set -eu

reports=$(find . -path '*/target/surefire-reports/TEST-*.xml')
if [ -z "$reports" ]; then
  echo "no test reports: nothing was tested" >&2
  exit 1
fi
# shellcheck disable=SC2086
skipped=$(grep -h -o '<skipped[^>]*>' $reports | sed 's/&quot;/"/g; s/&#10;/ /g' || true)
if [ -z "$skipped" ]; then
  echo "none"
  exit 0
fi
printf '%s\n' "$skipped" | sort | uniq -c
if printf '%s\n' "$skipped" | grep -i -E 'chromium|openblas|blas|ggml|pdf' >/dev/null; then
  echo "a component that this script installs was skipped" >&2
  exit 1
fi
