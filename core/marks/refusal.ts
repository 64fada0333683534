import type { PdfErrorReason } from '../pdf/limits.ts';

/** Why a file is not prepared. The classes are told in docs/formats/marks.md. */
export type RefusalReason =
  | PdfErrorReason
  | 'xfa'
  | 'signed'
  | 'undecodable-page'
  | 'unverified'
  | 'unmarkable'
  | 'other-format'
  | 'archive'
  | 'archive-password'
  | 'archive-path'
  | 'macros'
  | 'signed-document'
  | 'image';

/** One sentence for each: what is wrong, and what to do. */
const SENTENCES: Readonly<Record<RefusalReason, string>> = {
  'not-a-pdf': 'This is not a PDF file: export or print the document as PDF and publish that.',
  damaged: 'This PDF is damaged beyond repair: export it again from the program that made it.',
  password: 'This PDF opens only with a password: save a copy without the password and publish that.',
  encryption:
    'This PDF is encrypted in a way that only its recipients can undo: save a copy without encryption and publish that.',
  'too-large': 'This file is larger than 1 GiB: reduce its images or publish it in parts.',
  'too-many-pages': 'This PDF has more than 100,000 pages: publish it in parts.',
  bomb: 'This file unfolds to far more data than a document needs: export it again from the program that made it.',
  xfa: 'This PDF is a dynamic XFA form, whose pages only some programs can draw: print it to a new PDF and publish that.',
  signed:
    'This PDF is digitally signed, and marking a copy breaks the signature: say that this is accepted, and the hash of the signed original is kept.',
  'undecodable-page':
    'A page of this PDF cannot be read, so it cannot be marked: print the document to a new PDF and publish that.',
  unverified:
    'The prepared file did not pass its own check, so nothing was published: report this file as one that Vitrine cannot mark.',
  unmarkable:
    'This file is not a PDF and can carry no visible mark: it is handed out only if content/reports/ says `unmarked:` with a reason and has its file name.',
  'other-format':
    'This file is not of the kind that the report’s fileName says: publish one of that kind, or change fileName.',
  archive:
    'This archive is damaged, or made in a way that programs read differently: pack or save it again and publish that.',
  'archive-password': 'This archive opens only with a password: pack it again without one and publish that.',
  'archive-path':
    'This archive holds a link, or a name that would not unpack to the same place everywhere: rename it and pack it again.',
  macros: 'This document holds macros: save it as a document without macros and publish that.',
  'signed-document':
    'This document is digitally signed, and a copy with its own id breaks the signature: save it without and publish that.',
  image:
    'This image is damaged, or the file holds more than an image: save it again with another program and publish that.',
};

/** A file that is not prepared: the message is one sentence for whoever publishes it, `cause` says what was found. */
export class PrepareRefusal extends Error {
  readonly reason: RefusalReason;

  /**
   * @param reason - which of the closed set
   * @param cause - what was found: an error, or words for the log
   */
  constructor(reason: RefusalReason, cause?: unknown) {
    super(SENTENCES[reason], { cause });
    this.name = 'PrepareRefusal';
    this.reason = reason;
  }
}
