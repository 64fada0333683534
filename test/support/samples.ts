/** A name and a company in every script that marks promise to draw. All of it is made up. */
export const SCRIPTS: readonly { script: string; name: string; company: string; rightToLeft?: true }[] = [
  { script: 'Hebrew', name: 'שָׂרָה כהן', company: 'חברת דוגמה בע״מ', rightToLeft: true },
  { script: 'Arabic', name: 'محمد بن عبد الرحمن', company: 'شركة مثال', rightToLeft: true },
  { script: 'Persian', name: 'علی می\u200cخواهد', company: 'شرکت نمونه', rightToLeft: true },
  { script: 'Devanagari', name: 'क्षितिज श्रीवास्तव', company: 'उदाहरण प्राइवेट लिमिटेड' },
  { script: 'Thai', name: 'น้ำฝน ศรีสุวรรณ', company: 'บริษัท ตัวอย่าง จำกัด' },
  { script: 'Chinese', name: '欧阳娜娜', company: '示例网络科技有限公司' },
  { script: 'Japanese', name: '髙橋 さくら', company: '株式会社サンプル' },
  { script: 'Korean', name: '김하늘', company: '주식회사 보기' },
  { script: 'emoji', name: 'Fox 🦊👩\u200d👩\u200d👧', company: '🚀 Launch ☕️' },
  {
    script: 'combining marks',
    name: 'q\u0303 x\u030c \u01f8\u0308',
    company: 'M\u0327arshall Īślānd\u0325s',
  },
  { script: 'polytonic Greek', name: 'Ἀριστοτέλης ᾠδή', company: 'Παράδειγμα ᾯδε' },
];
