/** The classes that the reader collects, and their photos. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Thumb } from '../../lab/teach/photos.js';
import { textOf } from '../lab-client.js';
import { teacher } from './teacher-client.js';

/** A photo of a class. */
export interface Photo {
  /** Tells photos of the page apart. */
  readonly key: number;
  readonly name: string;
  readonly blob: Blob;
  /** Its number in the worker, and its picture; undefined until it has been read. */
  readonly id?: number;
  readonly thumb?: Thumb;
}

/** A class. */
export interface PhotoClass {
  readonly key: number;
  readonly name: string;
  readonly photos: readonly Photo[];
}

/** Numbers of classes and photos. */
let count = 0;
const newClass = (name: string): PhotoClass => ({ key: ++count, name, photos: [] });

/** What the reader had collected before going to another view. */
let kept: readonly PhotoClass[] = [newClass('Class 1'), newClass('Class 2')];

/** A name that no class has: `Class 3`. */
function freeName(classes: readonly PhotoClass[]): string {
  let number = classes.length + 1;
  while (classes.some(({ name }) => name === `Class ${number}`)) number++;
  return `Class ${number}`;
}

/** The longest side of a thumb in pixels. */
const THUMB_SIDE = 128;
/** What a model may not have in the names of its classes. */
const NOT_IN_NAMES = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;
/** How many problems with files are shown. */
const MOST_PROBLEMS = 5;

/**
 * The classes, what was wrong with files, and functions that change the classes. `onBase` is called before photos are
 * read; it resolves when there is a network for them.
 */
export function useClasses(onBase: () => Promise<void>) {
  const [classes, setClasses] = useState(kept);
  const [problems, setProblems] = useState<readonly string[]>([]);
  /** The keys of photos that were removed before they were read. */
  const removed = useRef(new Set<number>());
  /** Whether the reader is in another view. */
  const isGone = useRef(false);
  useEffect(() => {
    kept = classes;
  }, [classes]);

  const changePhotos = useCallback((change: (photos: readonly Photo[]) => readonly Photo[], key?: number): void => {
    setClasses((before) =>
      before.map((one) => (key === undefined || one.key === key ? { ...one, photos: change(one.photos) } : one)),
    );
  }, []);
  const read = useCallback(
    async (photos: readonly Photo[]): Promise<void> => {
      try {
        await onBase();
      } catch (error) {
        const lost = new Set(photos.map(({ key }) => key));
        changePhotos((all) => all.filter(({ key }) => !lost.has(key)));
        setProblems([textOf(error)]);
        return;
      }
      for (const { key, name, blob } of photos) {
        if (isGone.current) return;
        if (removed.current.delete(key)) continue;
        try {
          const found = await teacher.read(blob, THUMB_SIDE);
          // Nobody would ask for it again.
          if (isGone.current || removed.current.delete(key)) {
            void teacher.forget([found.id]);
            continue;
          }
          changePhotos((all) => all.map((one) => (one.key === key ? { ...one, ...found } : one)));
        } catch (error) {
          changePhotos((all) => all.filter((one) => one.key !== key));
          setProblems((before) => [...before, `${name}: ${textOf(error)}`].slice(-MOST_PROBLEMS));
        }
      }
    },
    [changePhotos, onBase],
  );
  // Photos that were not read when the reader went to another view.
  useEffect(() => {
    const left = kept.flatMap((one) => one.photos.filter(({ id }) => id === undefined));
    if (left.length > 0) void read(left);
    return () => {
      isGone.current = true;
    };
  }, [read]);
  const add = useCallback(
    (key: number, files: readonly File[]): void => {
      const photos = files.map((blob) => ({ key: ++count, name: blob.name, blob }));
      setProblems([]);
      changePhotos((before) => [...before, ...photos], key);
      void read(photos);
    },
    [changePhotos, read],
  );
  /** Another network reads all photos again. */
  const readAgain = useCallback((): void => {
    const photos = kept.flatMap((one) => one.photos.map(({ key, name, blob }) => ({ key, name, blob })));
    changePhotos((before) => before.map(({ id: _, ...photo }) => photo));
    void read(photos);
  }, [changePhotos, read]);
  const remove = useCallback(
    (photo: Photo): void => {
      if (photo.id === undefined) removed.current.add(photo.key);
      else void teacher.forget([photo.id]);
      changePhotos((before) => before.filter(({ key }) => key !== photo.key));
    },
    [changePhotos],
  );
  return {
    classes,
    problems,
    add,
    remove,
    readAgain,
    say: useCallback((problem: string) => setProblems([problem]), []),
    rename: useCallback((key: number, given: string): void => {
      const name = given.replace(NOT_IN_NAMES, ' ');
      setClasses((before) => before.map((one) => (one.key === key ? { ...one, name } : one)));
    }, []),
    addClass: useCallback(() => setClasses((before) => [...before, newClass(freeName(before))]), []),
    removeClass: useCallback(({ key, photos }: PhotoClass): void => {
      for (const { id, key: photo } of photos) if (id === undefined) removed.current.add(photo);
      void teacher.forget(photos.flatMap(({ id }) => id ?? []));
      setClasses((before) => before.filter((one) => one.key !== key));
    }, []),
  };
}
