export function PodSignIn() { return null; }
