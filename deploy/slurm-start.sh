#!/bin/bash
# Starts a campaign: a job array of shards, and then the merge. On a machine that has sbatch, in a folder that all nodes see:
#   npm ci && deploy/slurm-start.sh
#   SEED=1234 deploy/slurm-start.sh    the same campaign again: what is done ends at once, what was cut goes on
set -euo pipefail
cd "$(dirname "$0")/.."

export SEED="${SEED:-$(date +%s)}" RUNS="${RUNS:-10000000}"
mkdir -p "campaign-$SEED"
shards=$(sbatch --parsable --output="campaign-$SEED/part-%a.log" deploy/slurm-shards.sh)
merge=$(sbatch --parsable --output="campaign-$SEED/merge.log" --dependency="afterany:${shards%%;*}" deploy/slurm-merge.sh)
echo "seed $SEED: shards are job $shards, the merge is job $merge; what they say is in campaign-$SEED"
