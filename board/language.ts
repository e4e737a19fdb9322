import { LANGUAGES } from './words.js';
import type { Language } from './words.js';

const NAME = 'veeam-graphql-gateway.language';

/** What was chosen before, else the first of the browser's languages that there are words in, else English. */
export function ownLanguage(): Language {
  const wanted = [localStorage.getItem(NAME) ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2));
  return wanted.find(isLanguage) ?? 'en';
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(NAME, language);
}

/** How numbers and times are written: by the reader's own region where it speaks the language. */
export function localeFor(language: Language): string {
  return navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
}

export function isLanguage(tag: string): tag is Language {
  return tag in LANGUAGES;
}
