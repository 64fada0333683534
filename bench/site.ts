import { measureBuilds } from './builds.ts';
import { Document } from './document.ts';

/** `npm run bench:site`: the part of `npm run bench` that builds sites, alone. */

measureBuilds(new Document());
