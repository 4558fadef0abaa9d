/** The shortest password the API takes. */
export const shortestPassword = 12;
