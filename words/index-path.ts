import { type Locale, localPath } from './locale.ts';

/** Where the index of a language's pages lies: beside the page that reads it. */
export function indexPath(locale: Locale): string {
  return `${localPath('/search/', locale)}index.json`;
}
