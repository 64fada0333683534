import type { Locale } from '../../words/locale.ts';
import type { Evidence } from '../access/evidence.ts';

/**
 * What is recorded when a colleague joins: that they saw the agreement which binds their company, who accepted it, and
 * that they said so. It is kept with the invitation; like an acceptance's evidence, nothing of it comes from the form
 * but the name and the choice.
 */
export interface Acknowledgement {
  readonly v: 1;
  readonly invitation: string;
  /** The acceptance that it rests on. */
  readonly acceptance: string;
  readonly report: string;
  readonly nda: Evidence['nda'];
  /** Word for word as shown, and in which language. */
  readonly shown: { readonly locale: Locale; readonly acknowledge: string; readonly button: string };
  readonly counterparty: string;
  /** Who accepted the agreement for the company. */
  readonly acceptedBy: { readonly name: string; readonly company: string; readonly at: string };
  readonly colleague: Evidence['signer'];
  readonly confirmation: Evidence['confirmation'];
  /** UTC. */
  readonly acknowledgedAt: string;
  readonly build: string;
}
