/** The columns of a list, with one row that shows how it is filled in. */
export const template =
  "\ufeffname,company,email,mobile,phone\r\nAna Torres,Northwind Dental,ana@northwind.example,+1 415 555 0134,\r\n";

/** The text of a file as spreadsheets save it: in UTF-8, in UTF-16 with a mark, or in the letters of Windows. */
export function textOf(bytes: ArrayBuffer): string {
  const mark = new Uint8Array(bytes.slice(0, 2));
  if (mark[0] === 0xff && mark[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (mark[0] === 0xfe && mark[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Workbooks and documents are no lists: "PK" begins an .xlsx, 0xD0CF an .xls, "%PDF" a PDF. */
export function isDocument(bytes: ArrayBuffer): boolean {
  const [a, b, c, d] = new Uint8Array(bytes.slice(0, 4));
  return (a === 0x50 && b === 0x4b && c === 3 && d === 4) || (a === 0xd0 && b === 0xcf) || (a === 0x25 && b === 0x50);
}

/** Has the browser save a file. */
export function save(name: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
