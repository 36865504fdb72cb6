// Patches as people send them: where their files are found, what of them must fit, and what is said of one that does not.
import { describe, expect, it } from 'vitest';
import { Unreadable } from '../input/unreadable.ts';
import type { Files } from './kernel-source.ts';
import { patched } from './patch.ts';

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('');

const texts: Readonly<Record<string, string>> = {
  'tree/arch/entry.S': lines(1, 40),
  'tree/arch/exit.S': 'a\nb\nc\n',
};
const files: Files = { text: (path) => texts[path], isFolder: () => false };

const over = (text: string) => patched(files, text, 'fix.patch', (name) => `tree/${name}`);

/** A change of line 20 with its context. */
const hunk = (at = 20): string =>
  `@@ -${at - 1},3 +${at - 1},3 @@ routine\n line 19\n-line 20\n+line twenty\n line 21\n`;

const mail = `From 0123456789 Mon Sep 17 00:00:00 2001
From: A Reviewer <reviewer@example.org>
Subject: [PATCH] KVM: twenty in words

Why it is so.
---
 arch/entry.S | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/arch/entry.S b/arch/entry.S
index 1111111..2222222 100644
--- a/arch/entry.S
+++ b/arch/entry.S
${hunk()}-- 
2.40.0

`;

const changed = lines(1, 40).replace('line 20\n', 'line twenty\n');

describe('a patch that applies', () => {
  it.each([
    ['of a mail', mail],
    ['without a prefix', `--- arch/entry.S\n+++ arch/entry.S\n${hunk()}`],
    ['made beside the tree', `--- linux.old/arch/entry.S\n+++ linux/arch/entry.S\n${hunk()}`],
    ['made elsewhere in the file', `--- a/arch/entry.S\n+++ b/arch/entry.S\n${hunk(14)}`],
  ])('%s', (_how, text) => {
    const made = over(text);
    expect(made.text('tree/arch/entry.S')).toBe(changed);
    expect(made.text('tree/arch/exit.S')).toBe(texts['tree/arch/exit.S']);
    expect([made.changed, made.absent, made.inexact]).toEqual([['tree/arch/entry.S'], [], []]);
    expect([...made.met]).toEqual(['tree/arch/entry.S']);
  });

  it('though a line at its edge differs, and says so', () => {
    const text = '--- a/arch/entry.S\n+++ b/arch/entry.S\n@@ -17,6 +17,6 @@\n other\n line 18\n';
    const made = over(`${text} line 19\n-line 20\n+line twenty\n line 21\n line 22\n`);
    expect(made.text('tree/arch/entry.S')).toBe(changed);
    expect(made.inexact).toEqual(['tree/arch/entry.S']);
  });

  it('one after another, to the same file', () => {
    const next = '@@ -19,3 +19,3 @@\n line 19\n-line twenty\n+line 20\n line 21\n';
    const made = over(
      `${mail}\ndiff --git a/arch/entry.S b/arch/entry.S\n--- a/arch/entry.S\n+++ b/arch/entry.S\n${next}`,
    );
    expect(made.text('tree/arch/entry.S')).toBe(texts['tree/arch/entry.S']);
  });

  it('that makes, removes and moves files', () => {
    const made = over(`--- /dev/null
+++ b/arch/new.S
@@ -0,0 +1,1 @@
+new
diff --git a/arch/entry.S b/arch/other.S
similarity index 97%
rename from arch/entry.S
rename to arch/other.S
--- a/arch/entry.S
+++ b/arch/other.S
${hunk()}--- a/arch/exit.S
+++ /dev/null
@@ -1,3 +0,0 @@
-a
-b
-c
`);
    const at = (name: string) => made.text(`tree/arch/${name}.S`);
    expect([at('new'), at('entry'), at('other'), at('exit')]).toEqual([
      'new\n',
      undefined,
      changed,
      undefined,
    ]);
  });

  it('names the files that a part of a tree has not', () => {
    const docs = '--- a/Documentation/x\n+++ b/Documentation/x\n@@ -1,1 +1,1 @@\n-a\n+b\n';
    expect(over(`${docs}${mail}`).absent).toEqual(['Documentation/x']);
    expect(() => over(docs)).toThrow(
      "'fix.patch' changes no file of the tree (it names Documentation/x): give a patch of a kernel",
    );
  });
});

describe('a patch that does not', () => {
  const head = '--- a/arch/entry.S\n+++ b/arch/entry.S\n';
  it.each([
    [
      `${head}${hunk()}@@ -30,2 +30,2 @@\n line 30\n-line X\n+line Y\n`,
      'hunk 2 of 2 for arch/entry.S (@@ -30,2 +30,2 @@) does not apply',
    ],
    [`${head}@@ -19,3 +19,3 @@\n line 19\n-line 20\n`, 'is a damaged diff: '],
    [
      mail.replace('From: ', 'Content-Transfer-Encoding: quoted-printable\nFrom: '),
      'is encoded (quoted-printable): save the message decoded',
    ],
    ['no patch at all\n', 'holds no unified diff'],
    ['', 'holds no unified diff'],
    [hunk(), 'holds no unified diff with names of files'],
    [
      'diff --git a/x.png b/x.png\nindex 1..2\nGIT binary patch\nliteral 1\nI\n',
      'changes a file that is no text',
    ],
    [`--- a/../arch/entry.S\n+++ b/../arch/entry.S\n${hunk()}`, 'changes no file of the tree'],
  ])('is refused in one line: %#', (text, why) => {
    expect(() => over(text)).toThrow(Unreadable);
    expect(() => over(text)).toThrow(`'fix.patch'`);
    expect(() => over(text)).toThrow(why);
  });
});
