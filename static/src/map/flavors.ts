import tokens from './tokens.json' with { type: 'json' };

/** One flavour: every colour the page and the map may use. */
export type Flavor = typeof tokens.light;
export type FlavorName = 'light' | 'dark';

/** The two flavours, exactly as tokens.json holds them. No other file names a colour. */
export const flavors: Record<FlavorName, Flavor> = { light: tokens.light, dark: tokens.dark };
