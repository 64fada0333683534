/** Lines of Markdown, printed as they come and kept for the file. */
export class Document {
  readonly #lines: string[] = [];

  write(...lines: readonly string[]): void {
    for (const line of lines) {
      console.log(line);
      this.#lines.push(line);
    }
  }

  /** A heading and what stands under it. */
  section(title: string, ...words: readonly string[]): void {
    this.write('', `## ${title}`, '', ...words);
  }

  table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
    const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
    this.write('', row(head), row(head.map(() => '---')), ...rows.map(row));
  }

  get text(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}
