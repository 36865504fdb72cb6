// For tests: a campaign's file that somebody has changed by hand, with the digest of what it says now.
import { digestOf } from '../../properties/campaign/file.ts';

/** The text with that digest; text that is not JSON as it is. */
export function sealed(text: string): string {
  try {
    const { digest: _, ...said } = JSON.parse(text);
    return `${JSON.stringify({ ...said, digest: digestOf(said) })}\n`;
  } catch {
    return text;
  }
}
