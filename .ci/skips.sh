#!/bin/sh
# Lists skipped tests with their reasons. Fails when a component that CI installs was skipped:
# a green run that did not touch it would say nothing.
set -eu

reports=$(find . -path '*/target/surefire-reports/TEST-*.xml')
if [ -z "$reports" ]; then
  echo "no test reports: nothing was tested" >&2
  exit 1
fi

# Surefire writes the reason into a message attribute or, for assumptions, into the body.
# shellcheck disable=SC2086
reasons=$(sed -n \
  -e 's/.*<skipped[^>]*message="\([^"]*\)".*/\1/p;t' \
  -e 's/.*<skipped[^>]*>.*TestAbortedException: *//p;t' \
  -e 's/.*<skipped.*/no reason given/p' $reports)
if [ -z "$reasons" ]; then
  echo "none"
  exit 0
fi
printf '%s\n' "$reasons" | sort | uniq -c | sort -rn
if printf '%s\n' "$reasons" | grep -i -E 'chromium|postgresql|libamdhip64-5|openblas|opencl|pocl|ggml|onnxruntime|onnx runtime|not installed|no reason given' >/dev/null; then
  echo "a component that this script installs was skipped, or a test does not say why" >&2
  exit 1
fi
