/**
 * SQL that holds of a row of `requests` unless it was made by joining a colleague's agreement: that asks for nothing, and
 * nobody waits for it. A request made so has the moment of the joining.
 */
export const NOT_BY_JOINING = `NOT EXISTS (SELECT 1 FROM invitations i
  WHERE i.person_id = requests.person_id AND i.joined_at = requests.created_at)`;
