/** What is to happen, the earliest first; of two at the same moment, the one added first. A binary heap. */
export class Agenda<T> {
  readonly #heap: { at: number; place: number; what: T }[] = [];
  #added = 0;

  add(at: number, what: T): void {
    const heap = this.#heap;
    const entry = { at, place: this.#added++, what };
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const above = (i - 1) >> 1;
      const parent = heap[above] as (typeof heap)[number];
      if (parent.at < entry.at || (parent.at === entry.at && parent.place < entry.place)) break;
      heap[i] = parent;
      i = above;
    }
    heap[i] = entry;
  }

  /** Moment of the next; undefined when nothing is left. */
  first(): number | undefined {
    return this.#heap[0]?.at;
  }

  take(): T | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last) return undefined;
    if (heap.length > 0) {
      let i = 0;
      for (;;) {
        let below = 2 * i + 1;
        const left = heap[below];
        if (!left) break;
        const right = heap[below + 1];
        let child = left;
        if (right && (right.at < left.at || (right.at === left.at && right.place < left.place))) {
          child = right;
          below += 1;
        }
        if (last.at < child.at || (last.at === child.at && last.place < child.place)) break;
        heap[i] = child;
        i = below;
      }
      heap[i] = last;
    }
    return top.what;
  }
}
