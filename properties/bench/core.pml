/* Cores of four hardware threads and the partition registers that the threads share, for the benches beside Spin.
 *
 * The moves are those of model/core/ with three partitions, one by one, so that states and transitions can be counted against
 * hvspec explore without symmetry. Thread 0 alone enters guests; vcpus are as many as cores, so that none is waited for.
 * -DNC=n: so many cores. -DFAULTY: partitions are switched without the reserved LPID in between.
 */
#ifndef NC
#define NC 1
#endif
#define HOST 0
#define RESERVED 3

bit flipped[NC * 4];  /* a hardware thread is not as it was at the start, where thread 0 is online and the others are not */
bit real[NC];         /* thread 0 runs in the hypervisor with MSR[IR] and MSR[DR] off */
bit guest[NC];        /* thread 0 runs a guest */
bit ran[NC];          /* a guest has run since the kernel was asked to run one */
byte lpidr[NC];
byte table[NC];       /* the partition that SDR1 belongs to */
byte vm[NC];          /* what thread 0 runs, or is about to run; 0 is nothing */

#define FLIPPED(t) flipped[_pid * 4 + t]
#define ON(t) (FLIPPED(t) != (t == 0))
#define SIBLINGS (ON(1) || ON(2) || ON(3))
#define MAY_ENTER(t) (t == 0 && !SIBLINGS)

#define IN(partition) (lpidr[_pid] == partition && table[_pid] == partition)
#define TRANSLATES ((ON(0) && !real[_pid] && !guest[_pid]) || SIBLINGS)
#define CHECK \
  assert((!TRANSLATES || IN(HOST)) && (!guest[_pid] || IN(vm[_pid]))); \
  assert(lpidr[_pid] == RESERVED || lpidr[_pid] == table[_pid]); \
  assert(vm[_pid] == 0 || !SIBLINGS); \
  assert(ran[_pid] || !guest[_pid])

#define STEP(what) d_step { what; CHECK }

#ifdef FAULTY
#define RESERVE STEP(skip)
#else
#define RESERVE STEP(lpidr[_pid] = RESERVED)
#endif

/* A thread comes online or goes; asked to run a vcpu of either VM where it may not enter, it says so and stays. */
#define IN_KERNEL(t) \
  :: atomic { FLIPPED(t) = 1 - FLIPPED(t); CHECK } \
  :: ON(t) && !MAY_ENTER(t) \
  :: ON(t) && !MAY_ENTER(t)

active [NC] proctype core() {
  do
  IN_KERNEL(0)
  IN_KERNEL(1)
  IN_KERNEL(2)
  IN_KERNEL(3)
  :: atomic { ON(0) && MAY_ENTER(0) -> if :: vm[_pid] = 1 :: vm[_pid] = 2 fi; CHECK };
     STEP(skip);                                      /* MSR[EE] */
     STEP(real[_pid] = 1);
     RESERVE;
     STEP(table[_pid] = vm[_pid]);
     STEP(lpidr[_pid] = vm[_pid]);
     if
     :: STEP(real[_pid] = 0; guest[_pid] = 1; ran[_pid] = 1);
        STEP(guest[_pid] = 0; real[_pid] = 1)         /* an interrupt */
     :: STEP(skip)                                    /* HDEC is about to expire */
     fi;
     RESERVE;
     STEP(table[_pid] = HOST);
     STEP(lpidr[_pid] = HOST);
     STEP(real[_pid] = 0);
     STEP(vm[_pid] = 0; ran[_pid] = 0)
  od
}
