/** What a comparison says of a piece of text. */
export interface Compared {
  readonly change: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** A piece that stayed, and what came and went after it. */
interface Step {
  same: string;
  gone: string;
  came: string;
}

/** Signs without a space, a letter or digit among them: a mark must not part them. Punctuation alone may stand beside a mark. */
const WORD_AT_END = /\S*[\p{L}\p{N}]\S*$/u;
const WORD_AT_START = /^\S*[\p{L}\p{N}]\S*/u;

/**
 * A comparison in whole words, with spaces between what went and what came. Markdown cannot mark a part of a word: it would be
 * written with entities in the place of the letters beside the mark (CommonMark 0.31, section 6.2).
 *
 * @param parts - the pieces, in the order of the text
 * @returns pieces of which those that came or went neither begin nor end within a word, or with a space
 */
export function inWholeWords(parts: readonly Compared[]): Compared[] {
  const steps = stepsOf(parts);
  for (const [index, step] of steps.entries()) {
    const changed = [step.gone, step.came].filter(Boolean);
    const next = steps[index + 1];
    if (changed.some((words) => /^\S/.test(words))) {
      const [head = ''] = WORD_AT_END.exec(step.same) ?? [];
      step.same = step.same.slice(0, step.same.length - head.length);
      [step.gone, step.came] = [head + step.gone, head + step.came];
    }
    if (next && changed.some((words) => /\S$/.test(words))) {
      const [tail = ''] = WORD_AT_START.exec(next.same) ?? [];
      next.same = next.same.slice(tail.length);
      [step.gone, step.came] = [step.gone + tail, step.came + tail];
    }
  }
  return steps.flatMap(({ same, gone, came }) => {
    const marked: Compared[] = (
      [
        { change: 'removed', text: gone.trim() },
        { change: 'added', text: came.trim() },
      ] as const
    ).filter(({ text }) => text !== '');
    const space = (text: string): Compared => ({ change: 'same', text });
    return [
      space(same + (/^\s/.test(gone || came) ? ' ' : '')),
      ...marked.flatMap((piece, index) => (index === 0 ? [piece] : [space(' '), piece])),
      space(/\s$/.test(came || gone) ? ' ' : ''),
    ].filter(({ text }) => text !== '');
  });
}

/** Changes with less than a word's end between them are one, and so are what went and what came after a space. */
function stepsOf(parts: readonly Compared[]): Step[] {
  const steps: Step[] = [];
  let step: Step = { same: '', gone: '', came: '' };
  const take = (): void => {
    const last = steps.at(-1);
    const { same, gone, came } = step;
    const follows = last && last.gone + last.came !== '' && gone + came !== '';
    if (follows && last.came === '' && gone === '' && same.trim() === '') last.came = same + came;
    else if (follows && !/\s/.test(same))
      [last.gone, last.came] = [last.gone + same + gone, last.came + same + came];
    else steps.push(step);
  };
  for (const { change, text } of parts) {
    if (change === 'same') {
      take();
      step = { same: text, gone: '', came: '' };
    } else if (change === 'removed') step.gone += text;
    else step.came += text;
  }
  take();
  return steps;
}
