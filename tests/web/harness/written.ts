/** A number of the United States as the screens write it: "+1 415 555 0134". */
export function written(number: string): string {
  return number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "+1 $1 $2 $3");
}
