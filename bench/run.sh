#!/usr/bin/env bash
# What `./goldcrest bench` does: installs the load generator, builds, measures. Usage: ./goldcrest bench [scenario…] [--compare FILE] [--rounds N] [--server FILE]
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

missing=()
for entry in wrk:/usr/bin/wrk gcc:/usr/bin/gcc libc6-dev:/usr/include/stdio.h nodejs:"$(command -v node || true)" npm:"$(command -v npm || true)" \
  python3:/usr/bin/python3 ruby:/usr/bin/ruby crun:/usr/bin/crun tini:/usr/bin/tini-static libjackson2-databind-java:/usr/share/java/jackson-databind.jar \
  default-jre-headless:"$(compgen -G '/usr/lib/jvm/*/bin/java' | head -n 1)"; do
  [[ -n ${entry#*:} && -e ${entry#*:} ]] || missing+=("${entry%%:*}")
done
if ((${#missing[@]} > 0)); then
  if [[ $EUID -ne 0 || ! -x /usr/bin/apt-get ]]; then
    echo "The benchmarks need packages that are missing. Install with: sudo apt-get install -y ${missing[*]}" >&2
    exit 1
  fi
  echo "installing ${missing[*]}…" >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "${missing[@]}" >/dev/null 2>&1 \
    || { apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null; }
fi
mkdir -p artifacts/bench
echo "building…" >&2
dotnet build bench/Goldcrest.Benchmarks -c Release --nologo -v:quiet -p:UseSharedCompilation=false >artifacts/bench/build.log 2>&1 </dev/null \
  || { cat artifacts/bench/build.log >&2; exit 1; }
# What is measured is what people run: compiled ahead, Python's bytecode in place.
./goldcrest --help >/dev/null
exec dotnet artifacts/bin/Goldcrest.Benchmarks/release/Goldcrest.Benchmarks.dll --server "$(readlink -f artifacts/run/current)/goldcrest.dll" "$@"
