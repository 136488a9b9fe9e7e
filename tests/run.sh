#!/usr/bin/env bash
# What `./goldcrest test` does: installs what tests need, builds with warnings as errors, checks the format, runs every test.
# Usage: ./goldcrest test [--soak] [--unit] [arguments of the xunit programs, such as -class NAME]
# Ends with a line such as "120 passed, 0 failed"; a step that fails (build, format) counts as one failed test.
set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." || exit 1

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
results=$PWD/artifacts/test-results
projects=(Goldcrest.Tests Goldcrest.SystemTests)
filter=()
soak=()
passed=0 failed=0

# Seconds for everything together, twice what a quiet machine of two cores needs: a run that hangs ends with a count, not in silence.
budget=2400

for argument in "$@"; do
  case $argument in
    --soak) soak=(-explicit on) budget=$((4 * 3600)) ;;
    --unit) projects=(Goldcrest.Tests) ;;
    *) filter+=("$argument") ;;
  esac
done

finish() {
  echo "$passed passed, $failed failed"
  ((failed == 0))
  exit
}

# step NAME COMMAND...: shows the output only when the command fails, which counts as a failed test.
step() {
  local name=$1 log=$results/$1.log
  shift
  echo "== $name"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 100 "$log"
    echo "== $name failed: $*"
    failed=$((failed + 1))
    return 1
  fi
}

install_packages() {
  local missing=() entry
  # Tests drive the system's own Python and AWS CLI, wherever else others are installed.
  for entry in awscli:/usr/bin/aws python3:/usr/bin/python3 python3-boto3:/usr/lib/python3/dist-packages/boto3 nodejs:/usr/bin/node \
    curl:/usr/bin/curl procps:/usr/bin/ps gcc:/usr/bin/gcc libc6-dev:/usr/include/stdio.h crun:/usr/bin/crun runsc:/usr/bin/runsc bubblewrap:/usr/bin/bwrap tini:/usr/bin/tini-static iproute2:/usr/sbin/ip nftables:/usr/sbin/nft \
    ruby:/usr/bin/ruby libjackson2-databind-java:/usr/share/java/jackson-databind.jar \
    default-jdk-headless:"$(compgen -G "/usr/lib/jvm/*/bin/javac" | head -n 1)" \
    libsqlite3-0:"$(compgen -G '/usr/lib/*/libsqlite3.so.0' | head -n 1)" e2fsprogs:/usr/sbin/mkfs.ext4 util-linux:/usr/bin/unshare docker-registry:/usr/bin/docker-registry \
    busybox-static:/usr/bin/busybox; do
    [[ -n ${entry#*:} && -e ${entry#*:} ]] || missing+=("${entry%%:*}")
  done
  command -v npm >/dev/null || missing+=(npm)
  ((${#missing[@]} > 0)) || return 0
  if [[ $EUID -ne 0 || ! -x /usr/bin/apt-get ]]; then
    echo "Tests need packages that are missing. Install with: sudo apt-get install -y ${missing[*]}"
    return 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "${missing[@]}" \
    || { apt-get -o DPkg::Lock::Timeout=300 update -q && apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "${missing[@]}"; }
}

install_javascript_sdk() {
  local folder=tests/Goldcrest.SystemTests/js
  [[ -e $folder/package-lock.json ]] || return 0
  [[ ! $folder/node_modules/.package-lock.json -ot $folder/package-lock.json ]] || (cd "$folder" && npm ci --no-audit --no-fund)
}

# attribute NAME FILE: the number in the first <assembly> element of an xunit report.
attribute() {
  grep -o '<assembly [^>]*>' "$2" | head -n 1 | grep -o " $1=\"[0-9]*\"" | tr -cd 0-9
}

run_tests() {
  local project=$1 report=$results/$1.xml code=0
  echo "== $project"
  timeout --foreground --kill-after=30 "$((SECONDS < budget ? budget - SECONDS : 1))" \
    dotnet "artifacts/bin/$project/release/$project.dll" -noColor -xml "$report" "${soak[@]}" "${filter[@]}" </dev/null || code=$?
  if [[ -s $report ]]; then
    passed=$((passed + $(attribute passed "$report")))
    local bad=$(($(attribute failed "$report") + $(attribute errors "$report")))
    failed=$((failed + bad))
    # A program that died after its last test has failed too.
    ((code == 0 || bad > 0)) || failed=$((failed + 1))
  elif ((code != 0 || ${#filter[@]} == 0)); then
    echo "== $project ended with code $code and wrote no report"
    failed=$((failed + 1))
  fi
  ((code != 124 && code != 137)) || echo "== $project was ended: all of it may take $budget seconds"
}

rm -rf "$results"
mkdir -p "$results"
command -v dotnet >/dev/null || {
  echo "Goldcrest needs the .NET 10 SDK. Install it: https://learn.microsoft.com/dotnet/core/install/linux"
  failed=1
  finish
}
step packages install_packages || finish
step build dotnet build Goldcrest.slnx -c Release -warnaserror --nologo -v:quiet -p:UseSharedCompilation=false || finish
# The format check must see the generated sources, which the build above made.
step format env Configuration=Release dotnet format Goldcrest.slnx --verify-no-changes --no-restore --severity warn || true
[[ ${#projects[@]} -eq 1 ]] || step javascript-sdk install_javascript_sdk || true
for project in "${projects[@]}"; do
  run_tests "$project"
done
finish
