import { formats } from '../../../core/formats/format.ts';
import { markingOf, templateOf } from '../../../schema/marking.ts';
import type { Report } from '../../../schema/reports.ts';
import { formatOf } from '../../../schema/unmarked.ts';
import { Fact } from '../../access/nda-page.tsx';
import { content } from '../../content.ts';
import { CLASSES } from '../words.ts';

/**
 * `/console/reports/:report/publish`. Everything but the paragraph about the command line is hidden until the program
 * (`site/src/publish/`) runs; the ids are what it looks for.
 */
export function PublishPage({
  report,
  personId,
  personName,
  origin,
}: {
  report: Report;
  personId: string;
  personName: string;
  origin: string;
}) {
  const format = formatOf(report);
  return (
    <>
      <p class="above">
        <a href="/console/reports">Reports behind the gate</a>
      </p>
      <h1>Publish {report.title}</h1>
      <div class="notice" id="without-script">
        <p>Publishing from the browser needs JavaScript. Without it, use the command line:</p>
        <p>
          <code>
            npm run trust -- publish {report.fileName} --report {report.id} --url {origin}
          </code>
        </p>
      </div>
      <div
        id="publish"
        data-report={report.id}
        data-person={personId}
        data-name={personName}
        data-file-name={report.fileName}
        data-format={format}
        data-classes={JSON.stringify(CLASSES)}
        data-template={JSON.stringify(templateOf(report))}
        data-marking={JSON.stringify(markingOf(report, content.company))}
        hidden
      >
        <p class="lead">
          The file is prepared in this browser and does not leave it. Uploaded is what copies are made from,
          and readers get the version they had until the last step.
        </p>
        <form id="choose">
          <div class="field">
            <label for="file">The report</label>
            <p class="hint" id="file-hint">
              {formats[format].name}, up to 1 GB.{' '}
              {report.unmarked ? 'Copies carry no visible mark, only the copy id in their metadata.' : null}
            </p>
            <input
              id="file"
              type="file"
              accept={formats[format].mediaType}
              required
              aria-describedby="file-hint problem"
            />
          </div>
          <div class="choice" id="signed" hidden>
            <input id="accept-signed" type="checkbox" />
            <label for="accept-signed">
              Publish it without its digital signatures; the SHA-256 of the signed file is kept.
            </label>
          </div>
          <p class="error" id="problem" role="alert"></p>
          <p class="actions">
            <button type="submit" class="button">
              Prepare
            </button>
          </p>
        </form>
        <section id="prepared" aria-labelledby="prepared-heading" hidden>
          <h2 id="prepared-heading" tabindex={-1}>
            What would be published
          </h2>
          <dl class="facts">
            <Fact name="File">
              <bdi id="fact-file" />
            </Fact>
            <Fact name="A copy">
              <span id="fact-copy" />
            </Fact>
            <Fact name="Checked">
              <span id="fact-class" />
              <ul id="fact-notes" />
            </Fact>
            <Fact name="Version">
              <code id="fact-revision" />
            </Fact>
            <Fact name="SHA-256 of the source">
              <code id="fact-source" />
            </Fact>
          </dl>
          <p class="actions">
            <button type="button" class="button" id="upload">
              Publish
            </button>
            <button type="button" class="button quiet" id="preview">
              Open a copy made out to you
            </button>
          </p>
        </section>
        <p id="status" role="status"></p>
        <div id="under-way" hidden>
          <progress id="progress" aria-labelledby="status" />
          <p class="actions">
            <button type="button" class="button quiet" id="stop">
              Stop
            </button>
          </p>
        </div>
        <p class="actions" id="done" hidden>
          <a class="button" id="after" href="/console/reports">
            See what is live
          </a>
        </p>
      </div>
    </>
  );
}
