#!/usr/bin/env bash
# Lighthouse over the served overview: `benchmarks/lighthouse.sh http://127.0.0.1:8050/ [desktop|mobile]`.
# Needs node 20 and Chromium; lighthouse comes from npm into a throw-away folder outside the repository.
set -euo pipefail

address=${1:?the address of a running dashboard}
preset=${2:-desktop}
folder=${LIGHTHOUSE_FOLDER:-${TMPDIR:-/tmp}/duibiao-lighthouse}
report="$folder/report-$preset.json"

mkdir -p "$folder"
if [ ! -x "$folder/node_modules/.bin/lighthouse" ]; then
  npm --prefix "$folder" install --no-audit --no-fund --loglevel=error lighthouse@12.8.2
fi

form=()
if [ "$preset" = desktop ]; then form=(--preset=desktop); fi
CHROME_PATH=${CHROME_PATH:-$(command -v chromium)} "$folder/node_modules/.bin/lighthouse" "$address" "${form[@]}" \
  --quiet --output=json --output-path="$report" --only-categories=performance,accessibility,best-practices \
  --chrome-flags="--headless=new --no-sandbox --disable-gpu"
node -e '
  const report = JSON.parse(require("fs").readFileSync(process.argv[1]));
  for (const [name, entry] of Object.entries(report.categories)) console.log(name, Math.round(entry.score * 100));
  for (const name of ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time",
                      "cumulative-layout-shift", "speed-index", "total-byte-weight"])
    console.log(name, report.audits[name].displayValue);
  for (const audit of Object.values(report.audits))
    if (audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== "informative")
      console.log("  below 0.9:", audit.id, audit.displayValue ?? "");
' "$report"
