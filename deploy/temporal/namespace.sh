#!/bin/sh
# Creates the namespace unless it is there. The frontend may answer a moment before the whole cluster does, hence the patience.
set -eu

attempts=60
until temporal operator namespace describe --namespace "$NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$NAMESPACE" --retention "$RETENTION" \
    --description "Countersign: verifications, escalations, syncs"; do
  attempts=$((attempts - 1))
  if [ "$attempts" -le 0 ]; then
    echo "namespace $NAMESPACE could not be created" >&2
    exit 1
  fi
  sleep 2
done
