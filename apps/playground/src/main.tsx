import { render } from 'preact';
import { App } from './ui/app.js';
import { isEmbedded } from './ui/embedded.js';
import './ui/style/tokens.css';
import './ui/style/page.css';
import './ui/style/draw.css';

// Within another page, such as the first one of the site: only what you draw on, and the answer.
if (isEmbedded) document.documentElement.classList.add('embedded');
render(<App />, document.getElementById('app') as HTMLElement);
