import PDFDocument from 'pdfkit';
import { INK, LEADING, SIZE } from './ink.ts';
import { breakLines, type Cut, type Line, type Measure, type Run } from './lines.ts';
import { addPage, type PageBox, type PageNumbering, type PageShape, pageBox, pageLabel } from './page.ts';
import { measurer, registerTypeface } from './typeface.ts';

/** The facts of a file that stand outside its pages. */
export interface DocumentInfo {
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  readonly keywords: string;
  /** The day the file says it was made; fixed, so that the same text gives the same bytes. */
  readonly date: string;
  /** What the foot of each page says, until {@link PagedDocument.foot} is set to something else. */
  readonly foot: string;
  /** What the head of each page warns of, such as that the file is a sample; null for nothing. */
  readonly notice: string | null;
  /** What made the file. */
  readonly creator: string;
  /** The colour of links, rules and large headings, as `#rrggbb`; that of the sample reports, if left out. */
  readonly accent?: string;
}

/** Where everything landed: known after a draft, needed by the contents pages of the file. */
export interface Layout {
  /** The label of the page of each anchor. */
  readonly labels: ReadonlyMap<string, string>;
  readonly pages: number;
}

type Structure = PDFKit.PDFStructureElement;
type Outline = PDFKit.PDFOutline;

/**
 * A tagged PDF in the making: pages with head and foot, a structure tree, bookmarks, anchors and page labels.
 * Everything is placed by hand, so that no page break comes by itself: whoever draws asks for room first.
 */
export class PagedDocument {
  readonly pdf: PDFKit.PDFDocument;
  readonly layout: Layout;
  /** The next free line, in points from the top of the page. */
  y = 0;
  box: PageBox = pageBox('portrait');
  shape: PageShape = 'portrait';
  pages = 0;
  /** What the foot of the next pages says. */
  foot: string;

  readonly #info: DocumentInfo;
  readonly #measure: (size: number) => Measure;
  readonly #draft: boolean;
  readonly #labels = new Map<string, string>();
  readonly #targets = new Set<string>();
  readonly #series: { from: number; numbering: PageNumbering }[] = [];
  readonly #outline: Outline[] = [];
  #parents: Structure[] = [];
  #numbering: PageNumbering = 'front';
  #number = 0;

  /**
   * @param info - the facts of the file
   * @param layout - of the draft; without it this is the draft, which takes its room and draws nothing
   */
  constructor(info: DocumentInfo, layout?: Layout) {
    this.#info = info;
    this.foot = info.foot;
    this.#draft = layout === undefined;
    this.layout = layout ?? { labels: new Map(), pages: 0 };
    const date = new Date(`${info.date}T09:00:00Z`);
    this.pdf = new PDFDocument({
      autoFirstPage: false,
      pdfVersion: '1.7',
      tagged: true,
      lang: 'en-GB',
      displayTitle: true,
      // Without a first font of its own, PDFKit would name Helvetica, which is not embedded.
      font: null as unknown as string,
      info: {
        Title: info.title,
        Author: info.author,
        Subject: info.subject,
        Keywords: info.keywords,
        Creator: info.creator,
        Producer: 'PDFKit',
        CreationDate: date,
        ModDate: date,
      },
    });
    registerTypeface(this.pdf);
    this.#measure = measurer(this.pdf);
    const root = this.pdf.struct('Document', { title: info.title });
    this.pdf.addStructure(root);
    this.#parents = [root];
  }

  get width(): number {
    return this.box.right - this.box.left;
  }

  /** The colour of links, rules and large headings. */
  get accent(): string {
    return this.#info.accent ?? INK.accent;
  }

  /** The label of the page in hand. */
  get label(): string {
    return pageLabel(this.#numbering, this.#number);
  }

  /** Numbers the following pages in another series, from its first number. */
  numberFrom(numbering: PageNumbering): void {
    this.#numbering = numbering;
    this.#number = 0;
  }

  /**
   * Begins a page.
   *
   * @param shape - how it lies; as the last one when not said
   * @param furniture - whether it gets head and foot; the cover draws its own
   */
  newPage(shape: PageShape = this.shape, furniture = true): void {
    this.shape = shape;
    this.box = pageBox(shape);
    this.y = this.box.top;
    addPage(this.pdf, shape);
    this.#number += 1;
    if (this.#number === 1) this.#series.push({ from: this.pages, numbering: this.#numbering });
    this.pages += 1;
    if (furniture) this.#furniture();
  }

  /** Begins a page unless there is room for so many points. */
  need(height: number): void {
    if (this.y + height > this.box.bottom) this.newPage();
  }

  /** Breaks text into lines. */
  lines(runs: readonly Run[], size: number, width: number): Line[] {
    return breakLines(runs, width, this.#measure(size));
  }

  /** The width of a text, in points. */
  widthOf(text: string, size: number, cut: Cut = 'regular'): number {
    return this.#measure(size)(text, cut);
  }

  /** Draws what is no content (rules, tints, page heads), so that readers of the tags skip it. */
  artifact(draw: () => void, type?: 'Pagination' | 'Layout'): void {
    if (this.#draft) return;
    this.pdf.markContent('Artifact', type ? { type } : {});
    draw();
    this.pdf.endMarkedContent();
  }

  /** Puts an element of the structure tree around whatever is drawn meanwhile. */
  within<Result>(type: string, draw: (element: Structure) => Result, options: object = {}): Result {
    const element = this.pdf.struct(type, options);
    this.#parent.add(element);
    this.#parents.push(element);
    const result = draw(element);
    this.#parents.pop();
    element.end();
    return result;
  }

  /** Draws tagged content into the innermost element. */
  content(draw: () => void): void {
    if (this.#draft) return;
    this.#parent.add(draw as unknown as Structure);
  }

  /** Draws one line; its links become Link elements with their annotations. */
  drawLine(line: Line, x: number, y: number, size: number, colour: string = INK.text): void {
    for (const segment of line) {
      const { href } = segment;
      if (href === undefined) {
        this.content(() => this.#text(segment.text, x + segment.x, y, size, segment.cut, colour));
        continue;
      }
      this.within('Link', (link) => {
        this.content(() => this.#text(segment.text, x + segment.x, y, size, segment.cut, this.accent));
        const width = this.widthOf(segment.text.trimEnd(), size, segment.cut);
        this.linkTo(link, href, segment.text, [x + segment.x, y, width, size * LEADING]);
      });
    }
  }

  /**
   * Lays a link over a place.
   *
   * @param link - its element in the structure tree
   * @param href - an anchor led by `#`, or an address
   * @param says - where it leads, for those who do not see it
   * @param place - left, top, width, height
   */
  linkTo(
    link: Structure,
    href: string,
    says: string,
    place: readonly [number, number, number, number],
  ): void {
    const options = { structParent: link, Contents: new String(says) as string };
    if (!href.startsWith('#')) {
      this.pdf.link(...place, href, options);
      return;
    }
    this.#targets.add(href.slice(1));
    this.pdf.goTo(...place, href.slice(1), options);
  }

  /** Draws a stretch of text outside the flow; the caller tags it. */
  #text(text: string, x: number, y: number, size: number, cut: Cut, colour: string): void {
    // The baseline is set so that every cut sits on the same line whatever its own metrics.
    this.pdf.font(cut).fontSize(size).fillColor(colour);
    this.pdf.text(text, x, y + size * 1.12, { lineBreak: false, baseline: 'alphabetic' });
  }

  /** Draws text as part of a figure or of the page's furniture. */
  place(
    text: string,
    x: number,
    y: number,
    style: { size: number; cut?: Cut; colour?: string; align?: 'left' | 'centre' | 'right' },
  ): void {
    const { size, cut = 'regular', colour = INK.text, align = 'left' } = style;
    const width = align === 'left' ? 0 : this.widthOf(text, size, cut);
    this.#text(text, x - (align === 'centre' ? width / 2 : width), y, size, cut, colour);
  }

  /** Makes the place in hand the target of links to `#name`. */
  anchor(name: string): void {
    if (this.#labels.has(name)) throw new Error(`The anchor ${name} is used twice; rename one of them`);
    this.#labels.set(name, this.label);
    if (this.shape.startsWith('turned')) this.pdf.addNamedDestination(name, 'Fit');
    else this.pdf.addNamedDestination(name, 'XYZ', 0, Math.max(0, this.y - 12), 0);
  }

  /** Adds a bookmark to the page in hand: level 1 to 3. */
  bookmark(title: string, level: number): void {
    const parent = level === 1 ? this.pdf.outline : (this.#outline[level - 2] ?? this.pdf.outline);
    this.#outline[level - 1] = parent.addItem(title, { expanded: level === 1 });
    this.#outline.length = level;
  }

  /**
   * Ends the file, for a caller that reads {@link PagedDocument.pdf} as a stream.
   *
   * @returns where everything landed
   */
  end(): Layout {
    const { landed } = this;
    this.#writePageLabels();
    for (const parent of this.#parents) parent.end();
    this.pdf.end();
    return landed;
  }

  /**
   * Where everything landed.
   *
   * @throws Error when a link leads to an anchor that nothing has
   */
  get landed(): Layout {
    const lost = [...this.#targets].filter((name) => !this.#labels.has(name));
    if (lost.length > 0) throw new Error(`Links lead nowhere: #${lost.join(', #')}`);
    return { labels: this.#labels, pages: this.pages };
  }

  /**
   * Ends the file and collects it.
   *
   * @returns its bytes, and where everything landed
   */
  async finish(): Promise<{ bytes: Buffer; layout: Layout }> {
    const chunks: Buffer[] = [];
    this.pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise<void>((resolve, reject) => {
      this.pdf.on('end', resolve);
      this.pdf.on('error', reject);
    });
    const layout = this.end();
    await ended;
    return { bytes: Buffer.concat(chunks), layout };
  }

  get #parent(): Structure {
    const parent = this.#parents.at(-1);
    if (!parent) throw new Error('The structure tree has no root');
    return parent;
  }

  /** ISO 32000-1, 12.4.2: viewers then show the same numbers as the paper. */
  #writePageLabels(): void {
    const style = { front: { S: 'r' }, body: { S: 'D' }, annex: { S: 'D', P: new String('A-') } };
    const root = (this.pdf as unknown as { _root: { data: Record<string, unknown> } })._root;
    root.data.PageLabels = { Nums: this.#series.flatMap((each) => [each.from, style[each.numbering]]) };
  }

  #furniture(): void {
    const { left, right, height } = this.box;
    this.artifact(() => {
      if (this.#info.notice !== null) {
        const width = this.widthOf(this.#info.notice, SIZE.small, 'bold');
        this.pdf.roundedRect(left - 7, 33, width + 14, 17, 3).fill(INK.warningTint);
        this.place(this.#info.notice, left, 36, { size: SIZE.small, cut: 'bold', colour: INK.warning });
      }
      this.place(this.#info.title, right, 36, { size: SIZE.small, colour: INK.quiet, align: 'right' });
      const foot = height - 50;
      this.pdf
        .moveTo(left, foot - 5)
        .lineTo(right, foot - 5)
        .lineWidth(0.5)
        .stroke(INK.rule);
      this.place(this.foot, left, foot, { size: SIZE.small, colour: INK.quiet });
      this.place(`Page ${this.label}`, right, foot, { size: SIZE.small, colour: INK.quiet, align: 'right' });
    }, 'Pagination');
  }
}
