import { type Format, formats } from '../../../core/formats/format.ts';
import type { PreparedReport } from '../../../core/formats/prepare-report.ts';
import type { PrepareOptions } from '../../../core/marks/prepare.ts';
import type { MarkTemplate } from '../../../core/marks/template.ts';
import { ApiClient, ApiError } from '../../../core/publish/api-client.ts';
import { extentOf } from '../../../core/publish/extent.ts';
import { sizeText } from '../../../core/publish/size-text.ts';
import { Upload } from '../../../core/publish/upload.ts';
import { prepareInWorker } from './prepare-in-worker.ts';
import { previewCopy } from './preview.ts';

/**
 * The program of `/console/reports/:report/publish`: choose, prepare, look, publish. The page itself is written in
 * `worker/console/publish-page.tsx`.
 */

const element = <T extends HTMLElement = HTMLElement>(id: string): T => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
};
const show = (id: string, shown: boolean) => {
  element(id).hidden = !shown;
};
const say = (id: string, text: string) => {
  element(id).textContent = text;
};

const root = document.getElementById('publish');
if (root) start(root);

function start(root: HTMLElement): void {
  const {
    report = '',
    person = '',
    name = '',
    fileName = '',
    marking = '{}',
    template = 'null',
    classes = '{}',
  } = root.dataset;
  const format = root.dataset.format as Format;
  const client = new ApiClient(
    (path, { headers, ...init }) =>
      fetch(`/console/api/reports/${path}`, {
        ...init,
        headers: { ...(headers as Record<string, string>), 'X-Publisher': person },
      }),
    'The trust center',
  );
  let stopping = new AbortController();
  let upload: Upload | null = null;
  let prepared: PreparedReport | null = null;

  /** Runs one thing at a time: buttons rest meanwhile, and one of them stops it. */
  const run = async (what: string, work: (signal: AbortSignal) => Promise<void>) => {
    stopping = new AbortController();
    const buttons = root.querySelectorAll<HTMLButtonElement>('button:not(#stop)');
    for (const button of buttons) button.disabled = true;
    element<HTMLProgressElement>('progress').removeAttribute('value');
    say('problem', '');
    say('status', what);
    show('under-way', true);
    addEventListener('beforeunload', warn);
    try {
      await work(stopping.signal);
    } catch (error) {
      say(
        'status',
        stopping.signal.aborted ? 'Stopped. Nothing has changed for readers.' : sentenceOf(error),
      );
    } finally {
      removeEventListener('beforeunload', warn);
      show('under-way', false);
      for (const button of buttons) button.disabled = false;
    }
  };

  const forget = () => {
    upload = null;
    prepared = null;
    show('prepared', false);
    show('done', false);
  };

  element<HTMLInputElement>('file').addEventListener('change', () => {
    forget();
    show('signed', false);
    element<HTMLInputElement>('accept-signed').checked = false;
    say('problem', '');
    say('status', '');
  });

  element('choose').addEventListener('submit', (event) => {
    event.preventDefault();
    const file = element<HTMLInputElement>('file').files?.[0];
    if (!file) return;
    forget();
    void run('Preparing the file.', async (signal) => {
      const acceptSigned = element<HTMLInputElement>('accept-signed').checked;
      const options = { ...(JSON.parse(marking) as PrepareOptions), acceptSigned };
      const answer = await prepareInWorker({ file, format, options }, signal);
      if ('refused' in answer) {
        if (answer.refused === 'signed') show('signed', true);
        say('status', '');
        say('problem', answer.sentence);
        return;
      }
      prepared = answer.prepared;
      upload = new Upload(client, report, prepared);
      describe(file.name, prepared, JSON.parse(classes) as Record<string, string>);
      say('status', 'Prepared. Nothing has been uploaded yet.');
      show('prepared', true);
      element('prepared-heading').focus();
    });
  });

  element('preview').addEventListener('click', () => {
    const shown = prepared;
    if (!shown) return;
    void run('Making a copy.', async () => {
      const url = URL.createObjectURL(
        new File([await previewCopy(shown, name, JSON.parse(template) as MarkTemplate)], fileName, {
          type: formats[format].mediaType,
        }),
      );
      open(url, '_blank', 'noopener');
      say('status', 'The copy is open in another tab.');
    });
  });

  element('upload').addEventListener('click', () => {
    const sending = upload;
    if (!sending) return;
    void run('Asking what is there already.', async (signal) => {
      const { before, proposal } = await sending.run(({ line, sent, total }) => {
        const progress = element<HTMLProgressElement>('progress');
        progress.max = total;
        progress.value = sent;
        say('status', `${line[0]?.toUpperCase()}${line.slice(1)}.`);
      }, signal);
      forget();
      say(
        'status',
        proposal !== null
          ? 'Stored. Somebody else has to approve it before readers get it.'
          : before === 'live'
            ? 'This version was live already.'
            : 'Published: readers get this version from now on.',
      );
      if (proposal !== null) {
        const link = element<HTMLAnchorElement>('after');
        link.href = new URL(proposal, location.href).pathname;
        link.textContent = 'Open the proposal';
      }
      show('done', true);
    });
  });

  element('stop').addEventListener('click', () => stopping.abort());
  show('without-script', false);
  show('publish', true);
}

function describe(
  name: string,
  { manifest }: PreparedReport,
  classes: Readonly<Record<string, string>>,
): void {
  const { length, head, source, revision, notes } = manifest;
  say('fact-file', `${name}, ${sizeText(source.size)}`);
  say(
    'fact-copy',
    `${extentOf(manifest)}, ${sizeText(length)}, of which ${sizeText(head.length)} are the reader’s own`,
  );
  say('fact-class', classes[manifest.class] ?? manifest.class);
  element('fact-notes').replaceChildren(
    ...notes.map((note) => Object.assign(document.createElement('li'), { textContent: note })),
  );
  say('fact-revision', revision);
  say('fact-source', source.sha256);
}

function sentenceOf(error: unknown): string {
  const stopped = 'Readers have the version they had; press Publish to go on.';
  if (error instanceof ApiError)
    return `${error.message[0]?.toUpperCase()}${error.message.slice(1)} ${stopped}`;
  return `Something failed in this browser (${String(error)}). ${stopped}`;
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
