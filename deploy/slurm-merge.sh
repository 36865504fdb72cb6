#!/bin/bash
#SBATCH --job-name=hvspec-merge
#SBATCH --time=00:30:00
# Unites what the shards have kept. Its log is the report; exit code 4 says that a shard is missing, and the log which.
set -euo pipefail

node dist/cli/hvspec.js merge "campaign-$SEED"/part-*.json --resume "campaign-$SEED/whole.json"
