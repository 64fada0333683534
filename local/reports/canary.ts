/**
 * Strings that stand in gated sample reports and nowhere else, so that a test can search everything public for them.
 * Each is one unbroken word on its page, and also stands uncompressed among the file's keywords.
 */
export const SOC2_CANARY = 'LARKSPUR-CANARY-7f3e9c51d2b84a06';

/** The same for the penetration-test letter. */
export const PENTEST_CANARY = 'LARKSPUR-CANARY-b41d60e8a7935fc2';
