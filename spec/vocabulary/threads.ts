// Facts about threads that no register holds: the state of their VM, and whether they make progress.
//
// These are facts about a state of a core as one of its threads sees it, derived from the state; nothing stores them.

/** The places, with what they hold. */
const corePlaces = {
  'vm.vcpus': 'how many vcpus the VM has whose vcpu this thread has loaded',
  'vm.taken': 'how many of these vcpus some thread has loaded',
  'thread.steps':
    'steps of this thread since it loaded a vcpu, until its guest runs or it has released the vcpu',
  'thread.waits': '1 when the thread executes, and cannot continue until another thread has acted',
  'core.moves': 'in how many ways the core can move on to another state',
} as const;

export type CorePlace = keyof typeof corePlaces;
