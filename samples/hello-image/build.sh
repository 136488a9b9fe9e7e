#!/usr/bin/env bash
# Builds a container image without a container engine: an OCI layout of one static program.
# Usage: build.sh FOLDER
set -euo pipefail

source=$(dirname -- "$(readlink -f -- "$0")")/../hello-c/bootstrap.c
blobs=$1/blobs/sha256
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# keep FILE MEDIA_TYPE: stores a file under its hash and prints how a manifest names it.
keep() {
  local hash
  hash=$(sha256sum "$1" | cut -d ' ' -f 1)
  cp "$1" "$blobs/$hash"
  printf '{"mediaType":"%s","digest":"sha256:%s","size":%d}' "$2" "$hash" "$(stat -c %s "$1")"
}

mkdir -p "$blobs" "$work/root/app"
gcc -O2 -static -o "$work/root/app/hello" "$source"
tar -C "$work/root" --owner 0 --group 0 --sort name --mtime @0 -cf "$work/layer.tar" app
printf '{"architecture":"%s","os":"linux","config":{"Entrypoint":["/app/hello"],"WorkingDir":"/app"},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
  "$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')" "$(sha256sum "$work/layer.tar" | cut -d ' ' -f 1)" >"$work/config"
gzip -n "$work/layer.tar"
printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":%s,"layers":[%s]}' \
  "$(keep "$work/config" application/vnd.oci.image.config.v1+json)" "$(keep "$work/layer.tar.gz" application/vnd.oci.image.layer.v1.tar+gzip)" >"$work/manifest"
printf '{"schemaVersion":2,"manifests":[%s]}' "$(keep "$work/manifest" application/vnd.oci.image.manifest.v1+json)" >"$1/index.json"
printf '{"imageLayoutVersion":"1.0.0"}' >"$1/oci-layout"
