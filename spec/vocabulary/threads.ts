// What the contract says of threads that no register says: how their VM stands, and whether they get on.
//
// These are facts about a state of a core as one of its threads sees it, derived from the state; nothing stores them.

/** The places, with what they hold. */
const corePlaces = {
  'vm.vcpus': 'how many vcpus the VM has whose vcpu this thread runs',
  'vm.taken': 'how many of these some thread has taken',
  'thread.steps':
    'steps that this thread has taken since it took a vcpu, until its guest runs or it is rid of the vcpu',
  'thread.waits':
    '1 when the thread executes, and can do nothing until another thread has done something',
  'core.moves': 'in how many ways the core can go on to another state',
} as const;

export type CorePlace = keyof typeof corePlaces;
