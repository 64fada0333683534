/** What the mail queue carries: the id of a row in `mails`. Never an address, never a token. */
export interface MailMessage {
  readonly mailId: string;
}
