// The protocols that can be searched by name, and how large a core shows what is wrong with each.
import type { Protocol } from '../../../model/protocol/core.ts';
import { protocolCode, publishedCode } from '../../../model/protocol/host-code.ts';
import { publishedProtocol, repairedProtocol } from '../../../model/protocol/path.ts';
import type { ModelName } from '../../subjects/variants.ts';

/** What happens around a protocol, and on how many threads. */
export interface ProtocolSize {
  /** 2 to 4. */
  readonly threads: number;
  readonly rounds: number;
  readonly strays: number;
  readonly givesUp: boolean;
}

/** What a check searches: a core of two threads, one run of the virtual core, and one stray interrupt. */
export const CHECKED_PROTOCOL: ProtocolSize = { threads: 2, rounds: 1, strays: 1, givesUp: false };

/** The code of a protocol: its path, and what the primary thread does in C. */
export type ProtocolCode = Pick<Protocol, 'program' | 'code'>;

/** The two reference protocols. */
export const protocolModels: Readonly<Record<ModelName, ProtocolCode>> = {
  published: { program: publishedProtocol, code: publishedCode },
  repaired: { program: repairedProtocol, code: protocolCode([]) },
};

/** A protocol of a size. */
export const protocolOf = (
  { program, code }: ProtocolCode,
  { rounds, strays, givesUp }: ProtocolSize,
): Protocol => ({ program, code, rounds, strays, givesUp });
