export { type CountName, countWord, useCounts, useCountsRead } from "./useCounts";
