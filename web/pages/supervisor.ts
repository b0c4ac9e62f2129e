import '../elements/supervisor-floor.js'
