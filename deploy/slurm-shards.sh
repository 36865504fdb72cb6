#!/bin/bash
#SBATCH --job-name=hvspec
#SBATCH --array=0-7
#SBATCH --cpus-per-task=1
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
# One shard, by the number of its task. Its time ends before Slurm's does; then it is put into the queue again, and goes on.
set -euo pipefail

time="${TIME:-13800}"
code=0
# shellcheck disable=SC2086 # clauses are words
node dist/cli/hvspec.js check ${CLAUSES:-} --seed "$SEED" --runs "$RUNS" --time "$time" \
  --workers "${SLURM_CPUS_PER_TASK:-1}" --resume "campaign-$SEED/part-$SLURM_ARRAY_TASK_ID.json" || code=$?
# A job that was cancelled ends with 4 too, but early. The number of the job alone may mean the whole array.
if [ "$code" -eq 4 ] && [ "$SECONDS" -ge "$time" ]; then scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"; fi
exit "$code"
