// Every instruction that is known: those of user programs and those of the system.
import { together } from './families.ts';
import type { Forms } from './form.ts';
import { systemForms } from './system.ts';
import { userForms } from './user.ts';

/** Every instruction that has a meaning here, by mnemonic. */
export const forms: Forms = together(userForms, systemForms);
