/** A number with its thousands apart. */
export function count(number: number): string {
  return number.toLocaleString("en-US");
}

/** "1 contact", "1,204 contacts". */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}
