// What takes a while to make, made when it is first asked for: not when the file is loaded, where mutants are not tried.

/** The same whenever it is asked for. */
export function once<A>(make: () => A): () => A {
  let made: { readonly it: A } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}
