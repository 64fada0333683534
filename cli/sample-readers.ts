/** A reader that nobody is, to look at a mark with. */
export interface SampleReader {
  /** Part of a file's name. */
  readonly script: string;
  readonly name: string;
  readonly company: string;
}

/** `Sample Reader` at `Example`, in scripts that are set in the embedded font and scripts that are drawn. */
export const sampleReaders: readonly SampleReader[] = [
  { script: 'latin', name: 'Sample Reader', company: 'Example Ltd' },
  {
    script: 'long',
    name: 'Sample Reader with a name as long as the longest that are printed whole',
    company: 'Example Company for the Longest of Names, Ltd & Co. KGaA, Inc.',
  },
  { script: 'greek', name: 'Αναγνώστης Δείγμα', company: 'Παράδειγμα ΑΕ' },
  { script: 'cyrillic', name: 'Читатель Образец', company: 'ООО «Пример»' },
  { script: 'arabic', name: 'قارئ تجريبي', company: 'شركة مثال' },
  { script: 'hebrew', name: 'קורא לדוגמה', company: 'חברת דוגמה בע״מ' },
  { script: 'devanagari', name: 'नमूना पाठक', company: 'उदाहरण प्राइवेट लिमिटेड' },
  { script: 'thai', name: 'ผู้อ่านตัวอย่าง', company: 'บริษัท ตัวอย่าง จำกัด' },
  { script: 'chinese', name: '示例读者', company: '示例网络科技有限公司' },
  { script: 'japanese', name: '見本の読者', company: '株式会社サンプル' },
  { script: 'korean', name: '견본 독자', company: '주식회사 보기' },
];
