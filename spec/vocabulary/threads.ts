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
  'thread.naps': '1 while the thread naps',
  'thread.called':
    '1 from when the C code begins to wake the thread until it has counted itself to those that nap',
  'thread.back':
    '1 when the thread was woken for this run of the virtual core, and has counted itself to those that nap',
  'thread.counted': '1 from when the thread has counted itself in until it has counted itself out',
  'thread.host_bound':
    '1 from when a thread that has napped has found that nobody asks it to stay out of the kernel until it naps again',
  'thread.unseen': '1 while the thread has made stores that others do not see yet',
  'thread.unended':
    '1 from when the thread has acknowledged an interrupt (a load of XIRR) until it has ended it (a store to XIRR)',
  'thread.interrupted_again':
    '1 from when the thread has ended an interrupt that is asked for still until it clears QIRR',
  'thread.unsaved':
    '1 from when the guest of a secondary thread is interrupted until the last of what is saved of it, vcpu.vrsave, is stored',
  'siblings.counted': 'how many other threads of the core are counted in (thread.counted)',
  'siblings.asked': 'how many other threads of the core see that they are asked to stay out',
  'siblings.host_bound':
    'how many other threads of the core are in the kernel or on their way there (thread.host_bound)',
  'siblings.unsaid':
    'how many of these do not say so in hstate.hwthread_state, as far as this thread can see',
  'siblings.in_guest': 'how many other threads of the core run their guest',
  'siblings.translating':
    'how many other threads of the core execute in hypervisor state with translation on',
  'siblings.called': 'how many other threads of the core are called (thread.called)',
  'siblings.back': 'how many other threads of the core are back (thread.back)',
  'siblings.unseen':
    'how many stores of what other threads of the core save of their guests are not visible to this one yet',
  'thread.handles': '1 when the thread is about to handle the exits of a run of the virtual core',
  'core.finishes':
    '1 when the core can come to rest: the run of the virtual core is over, and every secondary thread naps',
} as const;

export type CorePlace = keyof typeof corePlaces;
