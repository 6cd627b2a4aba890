/** A phone, either way up, as in the styles: docks and cards are a sheet, the rail is tabs. */
export const narrow = matchMedia('(max-width: 840px), (max-height: 480px)');

/** A phone on its side: tabs and sheet stand at the left. */
export const sideways = matchMedia('(max-height: 480px) and (min-width: 560px)');
