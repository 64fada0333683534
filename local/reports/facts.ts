/** What the sample reports and the catalogue in `content/reports/` have to agree on. */
export const FACTS = {
  company: 'Larkspur Relay',
  legalName: 'Larkspur Relay Example GmbH',
  auditor: 'Fernmoor & Pell Sample Assurance LLP (fictional)',
  tester: 'Quillmere Sample Testing (fictional)',
  period: { from: '2025-10-01', to: '2026-09-30' },
  issued: '2026-11-02',
  bridgedTo: '2026-11-15',
  tested: '2026-08-31',
  exceptions: 2,
  criteria: {
    inScope: ['Security', 'Availability', 'Confidentiality'],
    notInScope: ['Processing Integrity', 'Privacy'],
  },
} as const;

/** The words that every page of every sample report carries. */
export const SAMPLE_NOTICE = 'SAMPLE — fictional company, not a real report';

/** What every file of ours says of itself. */
export const SAMPLE = { notice: SAMPLE_NOTICE, creator: 'Sample report writer' } as const;
